"""What the invented people type: the data of each form, from the request's plan and the state of its case."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bookings.choices import OtherZone, ResourceKind
from bookings.models import Booking, Resource, StepRun
from bookings.scheduling.zones import is_elsewhere
from verification.kinds.check import mandatory_items, questions_of
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Agency, Office, Position
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import Action, Kind, Mode

from . import words
from .people import LANES, PIN
from .plans import Fate, Plan

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class Entries:
    """The typing of one office's people; reads the office's rooms and positions once."""

    def __init__(self, office: Office, calendar: WorkCalendar) -> None:
        self.office, self.calendar = office, calendar
        self.rooms = list(Resource.objects.filter(office=office, kind=ResourceKind.ROOM).order_by("pk"))
        self.kit = list(Resource.objects.usable().filter(office=office, kind=ResourceKind.EQUIPMENT).order_by("pk"))
        self.by_role: dict[str, int] = dict(
            Position.objects.filter(office=office).order_by("-order").values_list("role", "pk")
        )
        self.agencies = {each.code: each for each in Agency.objects.filter(office=office).select_related("office")}
        self.titles = {lane.code: lane.title for lane in LANES[office.code]}

    @property
    def tz(self) -> ZoneInfo:
        return self.office.tz

    # --- the request --------------------------------------------------------------------------------------------------

    def request(self, plan: Plan, rng: random.Random, *, agency: str, letter: str, serial: int) -> dict[str, Any]:
        """The whole form; fields that the mode does not ask for are ignored by it."""
        first = plan.sittings[0]
        day = plan.submit_at.astimezone(self.tz)
        written = day - timedelta(days=rng.randint(0, 2))
        onsite = rng.choice((6, 10, 12, 15, 20, 25, 30))
        room = rng.choice(self.rooms)
        place = rng.choice(words.PLACES).format(agency=agency)
        data: dict[str, Any] = {
            "title": plan.title,
            "sessions": [
                self.sitting(each.starts_at, each.ends_at, open_ended=each.open_ended) for each in plan.sittings
            ],
            "participants_onsite": min(onsite, room.capacity or onsite) if plan.mode == Mode.ROOM else onsite,
            "participants_online": rng.choice((15, 25, 40, 60, 80, 120, 200, 280)),
            "application": rng.choice(words.APPLICATIONS),
            "place": room.name if plan.mode == Mode.ROOM else place,
            "layout": rng.choice(words.LAYOUTS),
            "equipment_note": rng.choice(words.KIT_WISHES),
            "own_equipment": rng.choice(words.OWN_KIT),
            "description": rng.choice(words.DESCRIPTIONS),
            "leader_name": rng.choice(words.CHAIRS) if rng.random() < 0.5 else "",
            "secrecy": plan.secrecy,
            "contact_name": rng.choice(words.CONTACTS),
            "contact_phone": f"0812{rng.randint(10_000_000, 99_999_999)}",
            "letter_number": f"{rng.choice(words.LETTER_CODES)}/{serial}/{plan.agency.upper()}/"
            f"{ROMAN[written.month - 1]}/{written.year}",
            "letter_date": written.date().isoformat(),
            "letter_file": letter,
            "srikandi_number": f"SRK-{written:%Y%m}-{rng.randint(10_000, 99_999)}",
        }
        tested = first.starts_at - plan.tested_before
        if tested <= plan.submit_at + timedelta(hours=3):
            tested = first.starts_at - timedelta(minutes=75)
        if plan.fate != Fate.RETURNED and tested > plan.submit_at:
            data["connection_test_at"] = tested.isoformat()
        if plan.leader_rank:
            data |= {"leader_rank": plan.leader_rank, "leader_name": words.LEADERS[self.office.code][plan.leader_rank]}
        if plan.mode == Mode.ROOM or (plan.mode == Mode.HOST and rng.random() < 0.15):
            data["room"] = room.pk
        if plan.mode == Mode.EQUIPMENT:
            data["equipment"] = [each.pk for each in rng.sample(self.kit, 2)]
        if plan.mode == Mode.OPERATOR:
            data["operators"] = 1
        if plan.seed % 5 == 0:  # the ministry's people, or those of a province further east
            zones = [zone for zone in OtherZone if is_elsewhere(ZoneInfo(zone), self.tz, at=first.starts_at)]
            data["other_zone"] = zones[plan.seed % len(zones)].value
        if plan.mode == Mode.JOIN:
            data["meeting_link"] = f"https://rapat.contoh.invalid/j/{rng.randint(10**9, 10**10 - 1)}"
        if plan.letter_owed:
            data |= {
                "letter_owed": True,
                "letter_number": "",
                "letter_date": "",
                "letter_file": "",
                "srikandi_number": "",
            }
        return data

    def sitting(self, starts_at: datetime, ends_at: datetime, *, open_ended: bool = False) -> dict[str, Any]:
        return {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat(), "open_ended": open_ended}

    # --- the steps ----------------------------------------------------------------------------------------------------

    def for_step(
        self, booking: Booking, run: StepRun, action: str, *, at: datetime, rng: random.Random
    ) -> dict[str, Any]:
        """The form of a step's action, PIN included where the act is a signature."""
        data: dict[str, Any] = {"pin": PIN}
        match Kind(run.kind):
            case Kind.DISPOSE:
                data |= self._disposition(run, at=at, rng=rng)
            case Kind.CHECK_DATA:
                data |= {f"ok_{item.value}": True for item in mandatory_items(booking)}
            case Kind.CHECK_RESOURCES:
                data |= self._checks(booking, action, rng)
            case Kind.COORDINATE:
                data |= self._coordination(booking, run, at=at, rng=rng)
            case Kind.PROVISION:
                number = rng.randint(80_000_000_000, 89_999_999_999)
                data |= {
                    "meeting_id": f"{number // 10**8} {number // 10**4 % 10**4:04} {number % 10**4:04}",
                    "passcode": str(rng.randint(100_000, 999_999)),
                    "join_url": f"https://zoom.contoh.invalid/j/{number}",
                }
            case Kind.PREPARE:
                data["items"] = self._items(booking, run, rng)
            case Kind.TRIAL:
                data |= self._trial(action, rng)
            case Kind.REPORT:
                data |= self._report(booking, rng)
            case Kind.REGISTER if action == Action.REDIRECT:
                data["reason"] = "Permohonan ditujukan kepada perangkat daerah lain."
            case _ if action == Action.REVISE:
                data["note"] = rng.choice(words.REVISIONS)
        return data

    def _disposition(self, run: StepRun, *, at: datetime, rng: random.Random) -> dict[str, Any]:
        options: Mapping[str, Any] = run.step.options if run.step else {}
        suggested = list(options.get("suggested_instructions", []))
        deadline = self.calendar.add_working_days(at, 1).date() if rng.random() < 0.3 else None
        return {
            "to": self.by_role[options["to_role"]],
            "instructions": rng.sample(suggested, min(len(suggested), rng.choice((1, 1, 2)))),
            "note": rng.choice(words.DISPOSE_NOTES),
            "nature": rng.choice(("ordinary", "ordinary", "ordinary", "important", "prompt")),
            "informed": [self.by_role[Role.REGISTRAR]] if rng.random() < 0.3 else [],
            "deadline_on": deadline.isoformat() if deadline else "",
        }

    def _checks(self, booking: Booking, action: str, rng: random.Random) -> dict[str, Any]:
        data: dict[str, Any] = {}
        says_no = action in (Action.REFUSE, Action.FULL)
        questions = list(questions_of(booking))
        for number, question in enumerate(questions):
            is_last = number == len(questions) - 1
            answer = "no" if says_no and is_last else "partly" if action == Action.ACCEPT_PARTLY and is_last else "yes"
            note = rng.choice(words.EVIDENCE_NOTES)
            data[f"c_{question.key}"] = answer
            data[f"n_{question.key}"] = note if answer == "yes" else "Terpakai kegiatan lain pada jam yang sama."
        if says_no:
            data["reason"] = rng.choice(words.REFUSALS)
        if action == Action.ACCEPT_PARTLY:
            data["note"] = words.PARTLY
        return data

    def _coordination(self, booking: Booking, run: StepRun, *, at: datetime, rng: random.Random) -> dict[str, Any]:
        options: Mapping[str, Any] = run.step.options if run.step else {}
        if options.get("partner") == "network_team":
            return {"contact": self.titles.get("jaringan", ""), "agreed": rng.choice(words.NETWORK_AGREED)}
        data = {
            "contact": f"{booking.contact_name} {booking.contact_phone}".strip(),
            "agreed": rng.choice(words.AGREED),
        }
        first, wished = booking.first_session_start, booking.connection_test_at
        if first is not None:
            trial_at = wished if wished is not None and wished > at else first - timedelta(minutes=75)
            if at < trial_at < first:
                data["trial_at"] = trial_at.isoformat()
        return data

    def _items(self, booking: Booking, run: StepRun, rng: random.Random) -> list[dict[str, str]]:
        names = [part.strip() for part in booking.equipment_note.replace(";", ",").split(",") if part.strip()]
        items = [{"name": name, "state": "ready", "note": ""} for name in names or ["Kamera dan mikrofon"]]
        items.append({"name": "Jaringan di lokasi", "state": "ready", "note": rng.choice(("", "Uji 48 Mbps"))})
        if booking.own_equipment:
            items.append({"name": booking.own_equipment, "state": "applicant", "note": ""})
        return items

    def _trial(self, action: str, rng: random.Random) -> dict[str, Any]:
        if action == Action.FAIL:
            return {"picture": "good", "sound": "poor", "network": "fair", "findings": rng.choice(words.TRIAL_FAILURES)}
        if action == Action.PASS_WITH_NOTES:
            return {"picture": "good", "sound": "fair", "network": "good", "findings": rng.choice(words.TRIAL_NOTES)}
        return {"picture": "good", "sound": "good", "network": rng.choice(("good", "fair")), "findings": ""}

    def _report(self, booking: Booking, rng: random.Random) -> dict[str, Any]:
        if booking.decision in ("refused", "full"):
            return {"summary": f"Permohonan belum dapat difasilitasi karena {booking.decision_note}."}
        data = {
            "summary": rng.choice(words.SUMMARIES),
            "leading_official": booking.leader_name or rng.choice(words.CHAIRS),
            "follow_up": rng.choice(words.FOLLOW_UPS),
            "evaluation": rng.choice(words.EVALUATIONS),
            "recording_url": rng.choice(("tidak ada rekaman", "Hard disk bidang, folder rekaman vidcon")),
        }
        if rng.random() < 0.4:
            data["obstacles"] = rng.choice(words.OBSTACLES[1:])
        return data

    def lane_of(self, role: str) -> str:
        """Whose login plays a role; applicants are told apart by their request."""
        return next(lane.code for lane in LANES[self.office.code] if lane.role == Role(role))
