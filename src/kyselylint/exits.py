"""The four exit codes; 2 beats 3 beats 1 beats 0 when several apply."""

CLEAN = 0
FINDINGS = 1
USAGE = 2
INCOMPLETE = 3
