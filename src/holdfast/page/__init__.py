"""The page: `holdfast serve DIR`, screens and an interface for programs over one folder.

`shelf` is what the folder holds, `jobs` the durable queue, `foreman` who runs what is queued, each
in a process of its own, `desk` all that can be asked of them; `api` and `screens` ask the desk and
nothing else.
"""
