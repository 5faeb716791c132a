"""What if, as its page shows it: what there was, what each change would have done, and a sentence to quote."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.choices import ResourceKind
from bookings.models import Session
from bookings.scheduling.placing import Unit
from vidcon_portal.ui.parts import Tile
from vidcon_portal.ui.wording import say_span

from ..periods import Period
from .queries import Past
from .replay import Difference, Means, Replayed, compare, full_time, least_used, replay

MORE, FEWER, WITHOUT = "tambah", "kurang", "tanpa"


@dataclass(frozen=True, slots=True)
class Pool:
    """Units that can stand in for each other: of a kind and group; a set is a pool of its own."""

    word: str
    name: str
    kind: ResourceKind
    group: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One what-if; ``word`` is how an address asks for it, ``unit`` who or what would be missing."""

    word: str
    label: str
    pool: Pool
    is_more: bool
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One pool: how many there are, how long all were taken at once, and what one more or fewer does."""

    name: str
    count: int
    full: str
    more: str
    more_url: str
    fewer: str
    fewer_url: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    url: str
    ticket: str
    title: str
    agency: str
    when: str
    lacks: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the chosen change does, in a sentence and in lists."""

    change: Change
    sentence: str
    tiles: tuple[Tile, ...]
    main: tuple[SessionLine, ...]
    other: tuple[SessionLine, ...]

    @property
    def shows_lack(self) -> bool:
        return not self.change.is_more


def pools_of(means: Means) -> list[Pool]:
    """People first. Parts of a set are counted with their set."""
    names = {
        ResourceKind.PERSON: _("petugas"),
        ResourceKind.ROOM: _("ruang"),
        ResourceKind.ACCOUNT: _("akun rapat"),
        ResourceKind.EQUIPMENT: _("perangkat"),
    }
    order = [ResourceKind.PERSON, ResourceKind.ROOM, ResourceKind.ACCOUNT, ResourceKind.EQUIPMENT, ResourceKind.KIT]
    found: dict[tuple[int, str], list[Unit]] = {}
    for unit in means.units.values():
        if unit.kit_id is not None:
            continue
        group = (
            unit.group if unit.kind == ResourceKind.EQUIPMENT else str(unit.id) if unit.kind == ResourceKind.KIT else ""
        )
        found.setdefault((order.index(unit.kind), group), []).append(unit)
    return [
        Pool(
            f"{order[place].value}:{group}" if group else order[place].value,
            units[0].name if order[place] == ResourceKind.KIT else group or names[order[place]],
            order[place],
            group,
            tuple(units),
        )
        for (place, group), units in sorted(found.items(), key=lambda pair: pair[0])
    ]


def changes_of(pools: Iterable[Pool], past: Past) -> list[Change]:
    """One more of each pool, one fewer of each, and each unit by name."""
    found = []
    for pool in pools:
        words = {"name": pool.name}
        found.append(Change(f"{MORE}-{pool.word}", _("Satu %(name)s lebih banyak") % words, pool, is_more=True))
        least = least_used(past.items, pool.units)
        label = _("Satu %(name)s lebih sedikit") % words
        found.append(Change(f"{FEWER}-{pool.word}", label, pool, is_more=False, unit=least))
        if len(pool.units) > 1:
            found += [
                Change(
                    f"{WITHOUT}-{unit.id}", _("Tanpa %(name)s") % {"name": unit.name}, pool, is_more=False, unit=unit
                )
                for unit in pool.units
            ]
    return found


def means_after(change: Change, means: Means) -> Means:
    if change.unit is not None:
        return means.without(change.unit.id)
    if change.pool.kind == ResourceKind.KIT:
        return means.with_one_more_set(change.pool.units[0].id)
    return means.with_one_more(change.pool.kind, change.pool.group)


def pool_lines(pools: Iterable[Pool], past: Past, before: Replayed, period: Period) -> list[PoolLine]:
    """Each pool with one more and one fewer: two replays each."""
    lines = []
    for pool in pools:
        more = Change(f"{MORE}-{pool.word}", "", pool, is_more=True)
        fewer = Change(f"{FEWER}-{pool.word}", "", pool, is_more=False, unit=least_used(past.items, pool.units))
        gain, loss = difference_of(more, past, before)[0], difference_of(fewer, past, before)[0]
        hours = full_time(past.items, pool.units, standing=past.means.standing)
        lines.append(
            PoolLine(
                pool.name[:1].upper() + pool.name[1:],
                len(pool.units),
                _("%(hours)s jam") % {"hours": number_format(round(hours, 1), 1)} if hours else "–",
                _effect(len(gain.gained), len(gain.fuller), "+"),
                address(period, more.word),
                _effect(len(loss.lost), len(loss.thinner), "−"),
                address(period, fewer.word),
            )
        )
    return lines


def difference_of(change: Change, past: Past, before: Replayed) -> tuple[Difference, Replayed]:
    after = replay(past.items, means_after(change, past.means), than=before)
    return compare(past.items, before, after), after


def answer_of(change: Change, past: Past, before: Replayed, period: Period, seen: frozenset[int]) -> Answer:
    """``seen``: the cases whose titles this reader may read."""
    found, after = difference_of(change, past, before)
    main, other = (found.gained, found.fuller) if change.is_more else (found.lost, found.thinner)
    total = {"served": len(past.served), "refused": len(past.refused)}
    tiles = (
        Tile(_("Kenyataannya terlayani"), number_format(total["served"]), _("sesi")),
        Tile(
            _("Andaikata begitu"),
            number_format(total["served"] + (_refused(found.gained) if change.is_more else -len(main))),
            _("sesi terlayani"),
        ),
        Tile(_("Ditolak atau penuh"), number_format(total["refused"]), _("sesi, kenyataannya")),
        Tile(_("Pindah jadwal"), number_format(len(past.moved)), _("sesi, karena waktunya tidak tersedia")),
    )
    return Answer(
        change,
        _sentence(change, found, past, period),
        tiles,
        tuple(_lines(main, past, after, seen)),
        tuple(_lines(other, past, after, seen)),
    )


def _refused(gained: Iterable[int]) -> int:
    """Those that were refused; the others were served, at another time."""
    return sum(1 for key in gained if key > 0)


def address(period: Period, word: str) -> str:
    return f"{reverse('reports:what_if')}?{urlencode({**period.asked, 'ubah': word})}#jawaban"


def _effect(main: int, other: int, sign: str) -> str:
    if not main and not other:
        return _("tidak berubah")
    parts = [f"{sign}{main} " + _("sesi")] if main else []
    if other:
        parts.append((_("%(n)d lebih lengkap") if sign == "+" else _("%(n)d kurang lengkap")) % {"n": other})
    return ", ".join(parts)


def _sentence(change: Change, found: Difference, past: Past, period: Period) -> str:
    """What a head can quote: numbers of this period, and nothing that the replay did not show."""
    words = {
        "period": period.label,
        "count": len(change.pool.units),
        "name": change.pool.name,
        "unit": change.unit.name if change.unit else "",
        "served": number_format(len(past.served)),
        "refused": number_format(len(past.refused)),
        "moved": number_format(len(past.moved)),
        "gained": number_format(_refused(found.gained)),
        "stayed": number_format(len(found.gained) - _refused(found.gained)),
        "fuller": number_format(len(found.fuller)),
        "lost": number_format(len(found.lost)),
        "thinner": number_format(len(found.thinner)),
    }
    if not past.items:
        return _("Pada %(period)s tidak ada sesi yang dapat dihitung ulang.") % words
    if change.is_more:
        start = _(
            "Pada %(period)s, dengan %(count)d %(name)s, %(served)s sesi terlayani, %(refused)s tidak dapat dilayani, dan "
            "%(moved)s harus pindah jadwal."
        )
        if _refused(found.gained):
            start += " " + _(
                "Dengan satu %(name)s lagi, %(gained)s dari %(refused)s sesi yang ditolak dapat dilayani tanpa menggeser "
                "satu sesi pun."
            )
        if len(found.gained) > _refused(found.gained):
            start += " " + _(
                "Dengan satu %(name)s lagi, %(stayed)s dari %(moved)s sesi yang pindah dapat tetap pada waktu yang diminta."
            )
        if found.fuller:
            start += " " + _("Dengan satu %(name)s lagi, %(fuller)s sesi mendapat jumlah lengkap seperti yang diminta.")
        if not found.gained and not found.fuller:
            start += " " + _("Satu %(name)s lagi tidak menambah sesi yang dapat dilayani.")
        return start % words
    start = _("Pada %(period)s %(served)s sesi terlayani.") + " "
    if found.lost:
        start += ngettext(
            "Tanpa %(unit)s, %(lost)s sesi tidak mungkin dilayani.",
            "Tanpa %(unit)s, %(lost)s sesi tidak mungkin dilayani.",
            len(found.lost),
        )
    if found.thinner:
        start += " " + _("Tanpa %(unit)s, %(thinner)s sesi dilayani dengan kurang dari yang tersedia waktu itu.")
    if not found.lost and not found.thinner:
        start += _("Tanpa %(unit)s semuanya tetap dapat dilayani.")
    return (start % words).replace("  ", " ")


def _lines(keys: Iterable[int], past: Past, after: Replayed, seen: frozenset[int]) -> Iterator[SessionLine]:
    for key in keys:
        session: Session = past.sessions[key]
        booking = session.booking
        may_read = booking.pk in seen
        yield SessionLine(
            booking.get_absolute_url() if may_read else "",
            booking.ticket or "" if may_read else "",
            booking.title if may_read else _("Kegiatan rahasia"),
            booking.agency.name if may_read else "",
            say_span(*past.span_of(key)),
            ", ".join(dict.fromkeys(need.label for need in after.short.get(key, ()))),
        )
