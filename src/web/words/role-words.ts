// What each role is called.
import type { Role } from '../../platform/access.ts'
import { words } from './words.ts'

export const roleWords = words('roles', {
  'zh-CN': {
    shopper: '顾客',
    store_owner: '店主',
    store_clerk: '店员',
    warehouse_clerk: '库管',
    installer: '安装师傅',
    purchaser: '采购',
    merchandiser: '销售运营',
    controller: '控制',
    auditor: '审计',
    brand_partner: '品牌方',
    accountant: '往来会计',
  },
  en: {
    shopper: 'Shopper',
    store_owner: 'Store owner',
    store_clerk: 'Store clerk',
    warehouse_clerk: 'Warehouse clerk',
    installer: 'Installer',
    purchaser: 'Purchaser',
    merchandiser: 'Merchandiser',
    controller: 'Controller',
    auditor: 'Auditor',
    brand_partner: 'Brand partner',
    accountant: 'Accountant',
  },
} satisfies Record<'zh-CN' | 'en', Record<Role, string>>)
