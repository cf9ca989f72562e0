"""A test double of Odoo 19: what a deploy sees of it, and enough for a module to be imported.

Files bear the names of Odoo's own, so that its log and its tracebacks look alike. It has no ORM and
no views; its data is in few tables. What it says and how it ends was read off Odoo 19.0.
"""
SUPERUSER_ID = 1


def _(source, *args, **kwargs):
    return source % (args or kwargs) if args or kwargs else source
