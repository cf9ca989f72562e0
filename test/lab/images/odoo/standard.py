"""Writes the modules that every Odoo has, as far as others depend on them: base, web and a few more."""
import os
import sys

NEUTRALIZE = '''UPDATE ir_mail_server SET active = false;
INSERT INTO ir_mail_server (name, smtp_port, smtp_host, smtp_encryption, active, smtp_authentication)
VALUES ('neutralization - disable emails', 1025, 'invalid', 'none', true, 'login');
UPDATE ir_cron SET active = false WHERE cron_name NOT LIKE '%Auto-vacuum%';
INSERT INTO ir_config_parameter (key, value) VALUES ('database.is_neutralized', true)
ON CONFLICT (key) DO UPDATE SET value = true;
'''
# name: what it depends on, whether it installs itself
MODULES = {
    'base': ([], False), 'web': (['base'], True), 'bus': (['base', 'web'], True), 'base_setup': (['base', 'web'], True),
    'mail': (['base', 'base_setup', 'bus'], False), 'contacts': (['base', 'mail'], False), 'crm': (['mail', 'contacts'], False),
    'product': (['base', 'mail'], False), 'account': (['base_setup', 'product'], False), 'stock': (['product'], False),
    'sale': (['account'], False), 'sale_management': (['sale'], False),
}
for name, (depends, auto) in MODULES.items():
    folder = os.path.join(sys.argv[1], name)
    os.makedirs(os.path.join(folder, 'data'), exist_ok=True)
    open(os.path.join(folder, '__init__.py'), 'w').close()
    with open(os.path.join(folder, '__manifest__.py'), 'w') as out:
        out.write(repr({'name': name, 'version': '1.3', 'depends': depends, 'auto_install': auto, 'license': 'LGPL-3'}) + '\n')
with open(os.path.join(sys.argv[1], 'base/data/neutralize.sql'), 'w') as out:
    out.write(NEUTRALIZE)
