import { expect, test } from 'vitest'
import { dependenciesIn } from '../../../adapters/git/dependencies.ts'

test('what addons want is read as people write it, and nothing else than names of packages', () => {
  const apt =
    '# tools\nlibldap2-dev  libsasl2-dev # both\r\n\n-o=APT::x\n$(id)\nLibBig\nlibldap2-dev\nfoo:amd64=1.2~3-1\n'
  const pip =
    'stripe==5.4.0 # paid\n--index-url http://evil\n-r other.txt\npython-ldap>=3,\\\n  <4\nstripe==5.4.0\n#all\nx @ https://h/x#egg=x\n'
  expect(dependenciesIn(`\u0001apt.txt\n${apt}\n\u0001requirements.txt\n${pip}\n`)).toEqual({
    apt: ['libldap2-dev', 'libsasl2-dev', 'foo:amd64=1.2~3-1'],
    pip: ['stripe==5.4.0', 'python-ldap>=3,   <4', 'x @ https://h/x#egg=x'],
  })
  expect(dependenciesIn('')).toEqual({ apt: [], pip: [] })
  expect(dependenciesIn('\u0001requirements.txt\na\n')).toEqual({ apt: [], pip: ['a'] })
})
