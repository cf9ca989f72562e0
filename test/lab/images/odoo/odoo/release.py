import os

series = serie = major_version = '19.0'
version = os.environ.get('ODOO_LAB_RELEASE', '19.0-20261120')
version_info = (19, 0, 0, 'final', 0, '')
