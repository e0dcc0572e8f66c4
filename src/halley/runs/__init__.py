"""Runs: everything that really changes a server, put on record before and after, and taken back when asked.

with Store(data_folder(environment)) as store:
    report = await begin(store, address, Task("apply", plan, chosen(plan.steps)), Conduct())
    back = way_back_from(store.journal, run)
    report = await begin(store, address, undo_task(run, back), Conduct())
"""
