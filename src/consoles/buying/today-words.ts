// Words of the first page of the buying console.
import { words } from '../../web/words/words.ts'

export const buyingTodayWords = words('buying_today', {
  'zh-CN': {
    title: '今天',
    lead: '等着你的，点数字进去',
    gtin: '缺条码的产品',
    depth: '缺深度的产品',
    draft: '草稿',
    live: '在卖的产品',
    fill: '补齐就能卖',
    brands: '品牌',
    by_category: '在卖的产品，按类别',
    category: '类别',
    products: '产品数',
  },
  en: {
    title: 'Today',
    lead: 'What waits for you; each number opens',
    gtin: 'Products lacking a GTIN',
    depth: 'Products lacking a depth',
    draft: 'Drafts',
    live: 'Products for sale',
    fill: 'fill in, then they sell',
    brands: 'Brands',
    by_category: 'Products for sale by category',
    category: 'Category',
    products: 'Products',
  },
})
