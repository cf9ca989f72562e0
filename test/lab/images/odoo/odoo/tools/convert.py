"""A module's data files. Only records of ir.config_parameter are written; all of them must be well-formed."""
import logging
import os
import xml.etree.ElementTree as ElementTree

_logger = logging.getLogger('odoo.modules.loading')


class ParseError(Exception):
    pass


def load_data(cr, package):
    for name in package.manifest['data']:
        _logger.info('loading %s/%s', package.name, name)
        file = os.path.join(package.manifest.path, name)
        if not os.path.isfile(file):
            raise FileNotFoundError(f'File not found: {package.name}/{name}')
        if name.endswith('.xml'):
            load_xml(cr, file)
        elif name.endswith('.sql'):
            with open(file, encoding='utf8') as source:
                cr.execute(source.read())


def load_xml(cr, file):
    try:
        tree = ElementTree.parse(file)
    except ElementTree.ParseError as error:
        raise ParseError(f'while parsing {file}:{error.position[0]}, {error}') from error
    for record in tree.iter('record'):
        values = {field.get('name'): field.text or '' for field in record.iter('field')}
        if record.get('model') == 'ir.config_parameter':
            cr.execute('INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s) '
                       'ON CONFLICT (key) DO UPDATE SET value = excluded.value', (values['key'], values['value']))
