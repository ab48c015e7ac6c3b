"""`python -m kyselylint`."""

from __future__ import annotations

from kyselylint.cli.main import main

main()
