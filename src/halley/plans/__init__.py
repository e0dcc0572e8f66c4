"""A plan: what an engine would change on a server, in order, as a file that can be read, compared, approved and carried out.

    plan = read_plan(folder)
    write_plan(plan, folder)

`plan.json` refers to pictures by SHA-256; they lie beside it in `images/`. Nothing here asks a server or runs an engine.
"""

from halley.plans.model import Backup, Identity, Origin, Plan, Source, Step
from halley.plans.stored import PLAN_FILE, VERSION, read_plan, write_plan

__all__ = ["PLAN_FILE", "VERSION", "Backup", "Identity", "Origin", "Plan", "Source", "Step", "read_plan", "write_plan"]
