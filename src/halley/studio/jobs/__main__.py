"""`python -m halley.studio.jobs FOLDER` is the worker of the job in that folder."""

import sys

from halley.garbage import made_for_good

with made_for_good():
    from halley.studio.jobs.worker import main

sys.exit(main(sys.argv[1:]))
