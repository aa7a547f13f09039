import { expect, test } from 'vitest'
import { ownAddress } from './own-address.ts'

test('the way back leads to this site or nowhere', () => {
  const own = ['/', '/cart', '/checkout?sku=1&x=%2F', '/place#town', '/search?q=a%20b']
  expect(own.map(ownAddress)).toEqual(own)
  expect(ownAddress('/search?q=冰箱')).toBe('/search?q=%E5%86%B0%E7%AE%B1')
  const foreign = [
    null,
    '',
    'cart',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    '/\r\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
  ]
  expect(foreign.map(ownAddress)).toEqual(foreign.map(() => null))
  expect(ownAddress('/.//evil.example')).toBe('/evil.example')
})
