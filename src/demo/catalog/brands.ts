// Forty invented brands. `level` is the price level against the rule of thumb, `letters` start its models.
export type DemoBrand = { code: string; name_zh: string; name_en: string; letters: string; level: number }

const brand = (row: string): DemoBrand => {
  const [name_zh = '', name_en = '', letters = '', level = '1'] = row.split(' ')
  return { code: name_en.toLowerCase(), name_zh, name_en, letters, level: Number(level) }
}

export const demoBrands: readonly DemoBrand[] = [
  '晨岩 Chenyan CY 1.00',
  '微澜 Weilan WL 0.90',
  '阔野 Kuoye KY 1.06',
  '禾晴 Heqing HQ 0.86',
  '澄木 Chengmu CM 1.04',
  '知暖 Zhinuan ZN 0.97',
  '拾月 Shiyue SY 1.00',
  '砚松 Yansong YS 1.18',
  '霁圃 Jipu JP 0.94',
  '旷岚 Kuanglan KL 1.10',
  '栎谷 Ligu LU 0.92',
  '沐迟 Muchi MC 1.02',
  '青砾 Qingli QL 0.88',
  '渡岚 Dulan DL 0.95',
  '笙圃 Shengpu SP 1.12',
  '柏汀 Boting BT 1.08',
  '朔禾 Shuohe SH 0.90',
  '岚序 Lanxu LX 1.15',
  '汐圃 Xipu XP 0.98',
  '眠砚 Mianyan MY 1.03',
  '霜栎 Shuangli SL 1.05',
  '云砾 Yunli YL 0.93',
  '隅砚 Yuyan YY 1.07',
  '苔岑 Taicen TC 0.96',
  '壑明 Heming HM 1.01',
  '序栎 Xuli XL 0.99',
  '榆汀 Yuting YT 0.91',
  '泊砚 Boyan BY 1.09',
  '岑野 Cenye CE 0.94',
  '炉岚 Lulan LL 1.00',
  '濯圃 Zhuopu ZP 0.97',
  '浣砾 Huanli HL 0.92',
  '涤岫 Dixiu DX 1.06',
  '霏圃 Feipu FP 0.95',
  '穹圃 Qiongpu QP 1.20',
  '屏岫 Pingxiu PX 1.02',
  '映圃 Yingpu YP 0.98',
  '澈岑 Checen CC 1.00',
  '煦岫 Xuxiu XX 0.96',
  '钥砾 Yueli YU 1.04',
].map(brand)
