"""No sandbox: the command runs as it is, held by its configuration, the guard and the gateway alone."""

from dataclasses import dataclass

from halley.sandbox.box import Availability, BoxName, BoxRequest, Launch, Wall

_WALL = Wall(
    "none",
    holds=(),
    does_not_hold=(
        "Programs that the engine starts, and libraries that are not Python, reach the network and every file of the user.",
    ),
)


@dataclass(frozen=True, slots=True)
class NoBox:
    """Runs a command without a sandbox."""

    name: BoxName = "none"
    needs_tcp: bool = True
    wall: Wall = _WALL

    def available(self) -> Availability:
        """Always."""
        return Availability(ok=True, reason="nothing is needed for it")

    def launch(self, request: BoxRequest) -> Launch:
        """The command as it is."""
        return Launch(request.command, dict(request.environment), request.working_directory)
