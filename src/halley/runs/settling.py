"""What became of the writes of a run that was killed: settled by reading, so that the run can be taken back."""

from halley.errors import ConfigError
from halley.runs.journal import Run
from halley.runs.looking import Lookout
from halley.runs.model import State
from halley.runs.running import Address, connected
from halley.runs.store import Store

_CERTAIN = frozenset({State.EXACT, State.FAILED, State.ASKED})


async def settle(store: Store, address: Address, run: Run) -> int:
    """Put down what became of what stands on record as begun, where that is certain, and say of how many.

    What stands there otherwise, by whoever's hand, stays as begun: its undo compares it with what the run was to leave.
    Raises HalleyError where the server cannot be asked, or is another one.
    """
    finished = {one.number for one in store.journal.outcomes(run.id) if one.state is not State.BEGUN}
    begun = [one for number, one in store.journal.intents(run.id).items() if number not in finished]
    if not begun:
        return 0
    with store.held():
        async with connected(address, store, None) as (who, upstream, _):
            if who.server.machine_id != run.server.machine_id:
                raise ConfigError(f"run {run.id} was of another server, {run.server.name!r}, not of {who.server.name!r}")
            places = frozenset(store.journal.numbers(run.id).places.values())
            found = await Lookout(upstream, who, store, {}).after(begun, places)
            certain = [one for one in found.values() if one.state in _CERTAIN]
            store.journal.finish(run.id, certain)
    return len(certain)
