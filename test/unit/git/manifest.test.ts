import { expect, test } from 'vitest'
import { literalOf } from '../../../adapters/git/literal.ts'
import { manifestOf } from '../../../adapters/git/manifest.ts'

const real = `# -*- coding: utf-8 -*-
# Part of Acme. See LICENSE file for full copyright and licensing details.

{
    'name': "Acme Sale",  # shown to people
    'summary': """Quotations,
  "with" 'quotes' and \\u00e9""",
    'description': 'one ' 'and '
        "two",
    'version': '19.0.1.2.3', 'sequence': -5, 'price': 9.99, 'x': 1_000,
    'category': ('Sales/Sales'),
    'depends': [
        'sale_management', 'crm',  # with a trailing comma
    ],
    'external_dependencies': {'python': ['stripe'], 'bin': ('wkhtmltopdf',)},
    'data': [r'views\\sale.xml', u'x.xml', b'y'],
    'demo': (),
    'assets': {'web.assets_backend': [('include', 'x'), 'acme/static/**/*',],},
    'installable': True, 'auto_install': {'sale'}, 'application': False, 'license': None,
}
`

test('a manifest as people write them is read', () => {
  expect(literalOf(real)?.value).toEqual({
    name: 'Acme Sale',
    summary: 'Quotations,\n  "with" \'quotes\' and é',
    description: 'one and two',
    version: '19.0.1.2.3',
    sequence: -5,
    price: 9.99,
    x: 1000,
    category: 'Sales/Sales',
    depends: ['sale_management', 'crm'],
    external_dependencies: { python: ['stripe'], bin: ['wkhtmltopdf'] },
    data: ['views\\sale.xml', 'x.xml', 'y'],
    demo: [],
    assets: { 'web.assets_backend': [['include', 'x'], 'acme/static/**/*'] },
    installable: true,
    auto_install: ['sale'],
    application: false,
    license: null,
  })
  expect(manifestOf('acme_sale', real)).toEqual({
    depends: ['sale_management', 'crm'],
    installable: true,
    automatic: true,
    version: '19.0.1.2.3',
  })
})

test.each([
  '',
  '{',
  "{'a': }",
  "{'a' 'b'",
  "{'a': open('/etc/passwd').read()}",
  "__import__('os').system('id')",
  "{'a': [1, 2}",
  "{'a': 'never ends}",
  '{"a": 1} + 1',
  `${'['.repeat(10_000)}`,
  '{"a": \\U0011ffff}',
  '{"a": "\\U0011ffff"}',
  'constructor',
  '[1 2]',
])('what is no literal is none: %s', (text) => {
  expect(literalOf(text)).toBeNull()
})

test('a key cannot reach what it must not', () => {
  const value = literalOf("{'__proto__': {'depends': ['evil']}, 'constructor': 1}")?.value
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  expect(manifestOf('x', "{'__proto__': {'depends': ['evil']}}").depends).toEqual(['base'])
})

test('everything stands upon base, and what nobody can read is left to Odoo', () => {
  expect(manifestOf('x', '{}')).toEqual({ depends: ['base'], installable: true, automatic: false, version: null })
  expect(manifestOf('base', '{}').depends).toEqual([])
  expect(manifestOf('x', 'not at all')).toEqual({
    depends: ['base'],
    installable: true,
    automatic: false,
    version: null,
  })
  expect(manifestOf('x', "{'installable': False}").installable).toBe(false)
  expect(manifestOf('x', "\uFEFF{'depends': ['a', 3, None]}").depends).toEqual(['a'])
})

test('a large one takes no time to speak of', () => {
  const long = `{'a': '${'x'.repeat(200_000)}', 'b': [${"'y',".repeat(20_000)}]}`
  const before = performance.now()
  expect(literalOf(long)).not.toBeNull()
  expect(performance.now() - before).toBeLessThan(2000)
})
