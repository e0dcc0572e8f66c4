"""Long work as jobs: a folder each, a worker process each, both of which outlive the page and the server.

store    what lies in the folders: what was asked, how far it is, what it left
runner   starts workers, follows them, stops them; finds those again that an earlier server started
worker   one job, in a process of its own
"""
