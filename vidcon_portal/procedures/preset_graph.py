"""The walk through a preset, once per mode: everything reachable, an end from everywhere, nothing runs unconfirmed."""

from collections.abc import Iterable, Iterator

from . import preset_parts as parts
from .choices import Action, Kind, Mode
from .preset_parts import END, PresetProblem

_REFUSALS = (Action.REFUSE, Action.FULL)


def next_code(preset: parts.Preset, code: str, mode: Mode) -> str | None:
    """The code itself, or where its onward arrows lead past steps that the mode skips; None: in a circle."""
    steps = preset.steps
    seen: set[str] = set()
    while code != END and not steps[code].applies_to(mode):
        if code in seen:
            return None
        seen.add(code)
        onward = steps[code].arrow(steps[code].kind.onward_action)
        if onward is None:
            return None
        code = onward.to
    return code


def graph_problems(preset: parts.Preset) -> list[PresetProblem]:
    """Problems of a preset whose codes and arrows are sound (``preset_checks``)."""
    reached: set[str] = set()
    problems: list[PresetProblem] = []
    for mode in preset.service.modes:
        walk = _Walk(preset, mode)
        reached |= walk.after(preset.start.code)
        problems += walk.problems()
    for row, step in preset.placed_steps():
        if step.code not in reached:
            problems.append(
                PresetProblem(
                    f"baris {row.number}, langkah '{step.code}'",
                    "Langkah tidak terjangkau dari pengajuan.",
                    "Arahkan sebuah panah ke sini, atau hapus langkahnya.",
                )
            )
    return list(dict.fromkeys(problems))


class _Walk:
    """The arrows of one mode, steps of other modes skipped."""

    def __init__(self, preset: parts.Preset, mode: Mode) -> None:
        self.preset = preset
        self.mode = mode
        self.steps = preset.steps
        self.arrows: dict[str, list[tuple[Action, str]]] = {}
        for code, step in self.steps.items():
            targets = ((arrow.action, next_code(preset, arrow.to, mode)) for arrow in step.arrows)
            self.arrows[code] = [(action, target) for action, target in targets if target is not None]

    def after(self, *codes: str, without: Iterable[str] = ()) -> set[str]:
        """The codes themselves and all that follows them, never going on from ``without``."""
        closed = {*without, END}
        found: set[str] = set()
        waiting = list(codes)
        while waiting:
            code = waiting.pop()
            if code in found:
                continue
            found.add(code)
            if code not in closed:
                waiting += [target for _action, target in self.arrows[code]]
        return found

    def problems(self) -> Iterator[PresetProblem]:
        reachable = self.after(self.preset.start.code) - {END}
        for row, step in self.preset.placed_steps():
            if step.code in reachable and END not in self.after(step.code):
                yield PresetProblem(
                    f"baris {row.number}, langkah '{step.code}'",
                    "Dari sini tidak ada jalan ke akhir.",
                    f"Arahkan salah satu panah sesudahnya ke '{END}'.",
                )
        yield from self._unconfirmed()
        yield from self._served_after_refusal()

    def _executions(self) -> set[str]:
        return {code for code, step in self.steps.items() if step.kind == Kind.EXECUTE}

    def _unconfirmed(self) -> Iterator[PresetProblem]:
        confirming = {code for code, step in self.steps.items() if step.confirms and step.applies_to(self.mode)}
        if not confirming:
            yield PresetProblem(
                "berkas",
                f"Tidak ada langkah yang mengonfirmasi jadwal untuk ragam '{self.mode.value}'.",
                "Beri 'confirms = true' pada langkah yang memutuskan.",
            )
            return
        recheck = next_code(self.preset, self.preset.rules.recheck_step, self.mode) if self._knows_recheck() else None
        for name, origin in (("pengajuan", self.preset.start.code), ("'recheck_step'", recheck)):
            if origin and self._executions() & self.after(origin, without=confirming):
                yield PresetProblem(
                    "berkas",
                    f"Dari {name} pelaksanaan tercapai tanpa melewati langkah konfirmasi.",
                    "Pindahkan 'confirms' atau 'recheck_step', sehingga setiap jalan melewatinya.",
                )

    def _knows_recheck(self) -> bool:
        return self.preset.rules.recheck_step in self.steps

    def _served_after_refusal(self) -> Iterator[PresetProblem]:
        deciding = [code for code, step in self.steps.items() if step.kind == Kind.CHECK_RESOURCES]
        for row, step in self.preset.placed_steps():
            refused = [target for action, target in self.arrows[step.code] if action in _REFUSALS]
            if self._executions() & self.after(*refused, without=deciding):
                yield PresetProblem(
                    f"baris {row.number}, langkah '{step.code}'",
                    "Permohonan yang ditolak masih sampai ke pelaksanaan.",
                    "Arahkan panah penolakan ke laporan, informasi, atau 'end'.",
                )
