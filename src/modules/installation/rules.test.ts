// The steps in any order the table allows, and what is still missing.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SiteCheck, Step, addPhoto } from './contract.ts'
import {
  checkWords,
  imageKind,
  isComplete,
  isWholeImage,
  missingOf,
  siteChecks,
  stepWords,
  stepsBefore,
  stepsFor,
} from './rules.ts'

const rules = stepsFor([siteChecks(['socket', 'drain']), siteChecks(['socket', 'gas'])])

test('every step and check has words in both languages', () => {
  for (const step of Step.options) expect(stepWords[step].label_zh && stepWords[step].label_en).toBeTruthy()
  for (const check of SiteCheck.options)
    expect(checkWords[check].label_zh && checkWords[check].label_en).toBeTruthy()
})

test('a site is checked once for everything that is installed there', () => {
  expect(rules.find(({ step }) => step === 'check_site')!.checks).toEqual(['room', 'socket', 'drain', 'gas'])
  expect(siteChecks([])).toEqual(['room'])
})

test('I3: whatever the order of trying, a step waits for those before it and all are done at last', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Step.options), { maxLength: 60 }), (tries) => {
      const done = new Set<Step>()
      for (const name of [...tries, ...Step.options]) {
        const rule = rules.find(({ step }) => step === name)!
        if (stepsBefore(rule, done).length === 0) done.add(name)
        for (const step of done)
          for (const before of rules.find((one) => one.step === step)!.after)
            expect(done.has(before)).toBe(true)
      }
      expect(done.size).toBe(Step.options.length)
    }),
  )
})

test('I4: work is complete with every step, photo and serial number, and with nothing less', () => {
  const steps = new Set(Step.options)
  const whole = {
    rules,
    done: steps,
    photographed: steps,
    lines: [{ line_no: 1, quantity: 1, serials: ['A'] }],
  }
  expect(isComplete(missingOf(whole))).toBe(true)
  for (const step of Step.options) {
    const done = new Set(Step.options.filter((one) => one !== step))
    expect(missingOf({ ...whole, done }).steps).toEqual([step])
  }
  expect(missingOf({ ...whole, photographed: new Set() }).photos).toEqual(['test_run'])
  expect(missingOf({ ...whole, lines: [{ line_no: 4, quantity: 2, serials: ['A'] }] }).serials).toEqual([4])
})

test('I7: only the first bytes say what a picture is', () => {
  const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
  expect(imageKind(bytes('ffd8ffe000'))).toBe('image/jpeg')
  expect(imageKind(bytes('89504e470d0a1a0a'))).toBe('image/png')
  expect(imageKind(bytes('52494646000000005745425056503820'))).toBe('image/webp')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 32 }), (random) => {
      fc.pre(random[0] !== 0xff && random[0] !== 0x89 && random[0] !== 0x52)
      expect(imageKind(random)).toBe(null)
    }),
  )
})

test('I7: a picture cut anywhere is no whole one', () => {
  const [base64 = ''] = (addPhoto.input.shape.image.meta() as { examples: string[] }).examples
  const dot = Uint8Array.from(Buffer.from(base64, 'base64'))
  expect(isWholeImage(dot)).toBe(true)
  const webp = (length: number) => Uint8Array.from(Buffer.from(`RIFF\x0c\0\0\0WEBPVP8 abcd`.slice(0, length)))
  expect([webp(20), webp(19)].map(isWholeImage)).toEqual([true, false])
  const jpeg = Uint8Array.from(Buffer.from('ffd8ffe0001000010203040506ffd9', 'hex'))
  expect([jpeg, jpeg.slice(0, -1)].map(isWholeImage)).toEqual([true, false])
  for (let length = 0; length < dot.length - 8; length++)
    expect([length, isWholeImage(dot.slice(0, length))]).toEqual([length, false])
})
