// Refusals of payment, in words.
import { words } from '../words.ts'

export const paymentRefusals = words('refusals_payment', {
  'zh-CN': {
    payment_not_open: '这笔支付已经有结果了',
    payment_not_open_next: '回到订单看看现在的状态',
    not_sandbox: '这笔钱不是在演示支付里付的',
    not_sandbox_next: '按收款方式处理',
    bad_signature: '回调没有签名，或者签名不对',
    bad_signature_next: '用约定的密钥重新签名再发',
    stale_signature: '回调的时间和我们差了五分钟以上',
    stale_signature_next: '校准时钟，用新的时间重新签名',
    unknown_payment: '没有这笔支付',
    unknown_payment_next: '核对商户单号',
    charge_of_other_order: '这笔收款属于另一个订单',
    charge_of_other_order_next: '核对收款号和商户单号',
    callback_reused: '同一个回调编号带来了不同的内容',
    callback_reused_next: '每个通知用自己的编号',
  },
  en: {
    payment_not_open: 'This payment has ended already',
    payment_not_open_next: 'Go back to the order and look at its state',
    not_sandbox: 'This money was not paid through the sandbox',
    not_sandbox_next: 'Settle it the way it was paid',
    bad_signature: 'The call is not signed, or signed wrongly',
    bad_signature_next: 'Sign it with the agreed secret and send it again',
    stale_signature: 'The call’s time is more than five minutes from ours',
    stale_signature_next: 'Set the clock and sign with the present time',
    unknown_payment: 'There is no such payment',
    unknown_payment_next: 'Check the merchant’s reference',
    charge_of_other_order: 'This charge belongs to another order',
    charge_of_other_order_next: 'Check the charge and the merchant’s reference',
    callback_reused: 'The same call number came with other content',
    callback_reused_next: 'Give each notice a number of its own',
  },
})
