// Words of the shop's frame.
import { words } from '../../web/words/words.ts'

export const frameWords = words('shop_frame', {
  'zh-CN': {
    search: '搜索',
    placeholder: '搜产品、尺寸、场景，如「60 宽洗碗机」',
    place_none: '送到哪里',
    place_default: '先按这里看，点这里更换',
    today_n: '今天能送 {{n}} 件',
    orders: '订单',
    cart: '购物车',
    cart_count: '购物车，{{n}} 件',
    me: '我的',
    home: '家',
    foot_about: '逐光是一套开源的家电零售平台。这里的品牌、人和价格都是示例',
    foot_api: '接口文档',
    for_work: '工作台',
  },
  en: {
    search: 'Search',
    placeholder: 'Products, sizes, scenes: “60 cm dishwasher”',
    place_none: 'Deliver to',
    place_default: 'shown for here; tap to change',
    today_n: '{{n}} items today',
    orders: 'Orders',
    cart: 'Cart',
    cart_count: 'Cart, {{n}} items',
    me: 'Account',
    home: 'Home',
    foot_about:
      'Zhuguang is an open platform for appliance retail. Brands, people and prices here are demo data',
    foot_api: 'API documentation',
    for_work: 'Workplaces',
  },
})
