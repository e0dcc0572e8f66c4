"""Plex that cannot be hurt: a server that reads from the real one and only takes note of writes.

Default deny by table (`rules`, `classify`); writes are decoded to Changes and recorded (`writes`, `ledger`); reads show
them as if they had happened (`shadow`, `reads`); what is read is read in bulk (`read_ahead`). The real token is known to
`upstream` alone.
"""
