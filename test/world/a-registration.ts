import type { DeviceReport } from '#domain/device-rules.ts'
import type { Registration } from '#domain/registration.ts'

/** A company whose owner may take the self-service lane. The number has a right check character and belongs to nobody. */
export const aRegistration = (changes: Partial<Registration> = {}): Registration => ({
  sellerId: 'shop-1',
  site: 'cn',
  kind: 'company',
  companyName: '示例贸易有限公司',
  creditCode: '91330100MA0000001A',
  licence: { validFrom: '2020-01-01', validTo: null, scope: '日用百货销售' },
  legalRepresentative: { name: '张样本', formerNames: [], idNumber: '110101199003070011', idValidTo: '2035-01-01' },
  signatories: [],
  phone: '+86 138 0000 0000',
  phoneRealNameLevel: 2,
  email: 'seller@example.com',
  language: 'zh',
  mainCategory: 'phone-cases',
  categories: ['phone-cases'],
  address: '浙江省杭州市示例路1号',
  bankAccountHash: null,
  ids: {},
  ...changes,
})

/** A desktop browser with a camera and a microphone that satisfy every shipped program. */
export const aDevice = (changes: Partial<DeviceReport> = {}): DeviceReport => ({
  browser: { name: 'chrome', version: 140, mobile: false },
  camera: { widthPx: 1280, heightPx: 720, framesPerSecond: 30, label: 'Integrated Webcam' },
  microphone: { peakRms01: 0.1, label: 'Microphone' },
  longestStallMs: 80,
  mediaError: null,
  ...changes,
})
