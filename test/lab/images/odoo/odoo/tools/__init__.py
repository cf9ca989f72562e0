from odoo.tools.config import config  # noqa: F401
