"""`python -m practice.enquiries`."""

import sys

from practice.enquiries.commands import main

sys.exit(main())
