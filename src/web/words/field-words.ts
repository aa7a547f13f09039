// What one field's entry lacks.
import { words } from './words.ts'

/** zod's codes, by their reason. */
export const fieldWords = words('fields', {
  'zh-CN': {
    invalid_type: '要填',
    too_small: '太小或太短',
    too_big: '太大或太长',
    invalid_format: '格式不对',
    invalid_value: '不在可选范围里',
    not_multiple_of: '不是允许的步长',
    unrecognized_keys: '有不认识的内容',
    invalid_union: '填得不对',
    custom: '填得不对',
  },
  en: {
    invalid_type: 'Required',
    too_small: 'Too small or too short',
    too_big: 'Too large or too long',
    invalid_format: 'Not in the right form',
    invalid_value: 'Not one of the choices',
    not_multiple_of: 'Not an allowed step',
    unrecognized_keys: 'Holds something unknown',
    invalid_union: 'Not valid',
    custom: 'Not valid',
  },
})
