"""The tables of an empty database."""
import hashlib
import json
import logging
import os
import uuid

from odoo.modules.module import adapt_version, all_manifests
from odoo.sql_db import table_exists
from odoo.tools import config
from odoo.tools.password import hashed

_logger = logging.getLogger('odoo.modules.loading')
TABLES = '''
CREATE TABLE ir_module_module (id serial PRIMARY KEY, name varchar NOT NULL UNIQUE, state varchar, latest_version varchar, write_date timestamp,
  shortdesc jsonb, auto_install boolean DEFAULT false, application boolean DEFAULT false, demo boolean DEFAULT false);
CREATE TABLE ir_module_module_dependency (id serial PRIMARY KEY, name varchar,
  module_id integer REFERENCES ir_module_module ON DELETE CASCADE, auto_install_required boolean DEFAULT true);
CREATE TABLE ir_config_parameter (id serial PRIMARY KEY, key varchar NOT NULL UNIQUE, value text);
CREATE TABLE res_users (id serial PRIMARY KEY, login varchar NOT NULL UNIQUE, password varchar, active boolean DEFAULT true);
CREATE TABLE ir_attachment (id serial PRIMARY KEY, name varchar NOT NULL, type varchar DEFAULT 'binary', store_fname varchar,
  db_datas bytea, checksum varchar(40), file_size integer, mimetype varchar);
CREATE TABLE ir_cron (id serial PRIMARY KEY, cron_name varchar, active boolean DEFAULT true, nextcall timestamp DEFAULT now());
CREATE TABLE ir_mail_server (id serial PRIMARY KEY, name varchar NOT NULL, smtp_host varchar, smtp_port integer,
  smtp_encryption varchar, smtp_authentication varchar, active boolean DEFAULT true);
'''


def is_initialized(cr):
    return table_exists(cr, 'ir_module_module')


def initialize(cr):
    cr.execute(TABLES)
    update_list(cr)
    # Modules that install themselves once what they depend on is there.
    while True:
        cr.execute('''SELECT name FROM ir_module_module m WHERE auto_install AND state = 'uninstalled' AND NOT EXISTS (
            SELECT FROM ir_module_module_dependency d LEFT JOIN ir_module_module o ON o.name = d.name
            WHERE d.module_id = m.id AND o.state IS DISTINCT FROM 'to install')''')
        names = [name for (name,) in cr.fetchall()]
        if not names:
            return
        cr.execute("UPDATE ir_module_module SET state = 'to install' WHERE name = ANY(%s)", (names,))


def update_list(cr):
    cr.execute('SELECT name, id, state FROM ir_module_module')
    known = {name: (id_, state) for name, id_, state in cr.fetchall()}
    for manifest in all_manifests():
        auto = manifest['auto_install'] is not False or manifest.name == 'base'
        row = (json.dumps({'en_US': manifest.get('name', manifest.name)}), auto, bool(manifest['application']))
        id_, state = known.get(manifest.name, (None, None))
        if id_ is None:
            cr.execute('INSERT INTO ir_module_module (shortdesc, auto_install, application, name, state) '
                       'VALUES (%s, %s, %s, %s, %s) RETURNING id',
                       (*row, manifest.name, 'uninstalled' if manifest['installable'] else 'uninstallable'))
            id_ = cr.fetchone()[0]
        else:
            cr.execute('UPDATE ir_module_module SET shortdesc = %s, auto_install = %s, application = %s WHERE id = %s',
                       (*row, id_))
            if state == 'uninstallable' and manifest['installable']:
                cr.execute("UPDATE ir_module_module SET state = 'uninstalled' WHERE id = %s", (id_,))
            cr.execute('DELETE FROM ir_module_module_dependency WHERE module_id = %s', (id_,))
        for name in manifest['depends']:
            cr.execute('INSERT INTO ir_module_module_dependency (name, module_id) VALUES (%s, %s)', (name, id_))


def base_data(cr):
    """What `-i base` leaves behind: admin with the password admin, a few settings, crons and files."""
    cr.execute("INSERT INTO res_users (id, login, password, active) VALUES (1, '__system__', NULL, false), "
               "(2, 'admin', %s, true), (3, 'public', NULL, false)", (hashed('admin'),))
    cr.execute("SELECT setval('res_users_id_seq', 3)")
    for key, value in {'database.uuid': uuid.uuid1(), 'database.secret': uuid.uuid4(), 'base.login_cooldown_after': 10,
                       'web.base.url': f"http://localhost:{config['http_port']}"}.items():
        cr.execute('INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)', (key, str(value)))
    cr.execute("INSERT INTO ir_cron (cron_name) VALUES ('Base: Auto-vacuum internal data'), ('Mail: Email Queue Manager')")
    cr.execute("INSERT INTO ir_mail_server (name, smtp_host, smtp_port) VALUES ('Outgoing', 'mail.example.com', 25)")
    for name in ('res.company.logo', 'web.assets_web.min.css', 'web.assets_web.min.js'):
        attach(cr, name, f'{name} of {cr.dbname}\n'.encode() * 40)


def attach(cr, name, content):
    checksum = hashlib.sha1(content).hexdigest()
    stored = f'{checksum[:2]}/{checksum}'
    file = os.path.join(config['data_dir'], 'filestore', cr.dbname, stored)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(file, 'wb') as out:
        out.write(content)
    cr.execute('INSERT INTO ir_attachment (name, store_fname, checksum, file_size, mimetype) VALUES (%s, %s, %s, %s, %s)',
               (name, stored, checksum, len(content), 'application/octet-stream'))


def installed(cr, manifest):
    cr.execute("UPDATE ir_module_module SET state = 'installed', latest_version = %s, write_date = now() WHERE name = %s",
               (adapt_version(manifest['version']), manifest.name))
