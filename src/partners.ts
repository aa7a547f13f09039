// Which partners this house works with: everywhere the sandbox, or what we do ourselves. A line here names
// another one; docs/extending.md says how it is written and how it shows that it holds its contract.
import { useCarrier } from './modules/fulfilment/index.ts'
import { useNotifier } from './modules/notices/index.ts'
import { useGeocoder } from './modules/places/index.ts'

export function choosePartners() {
  useNotifier(null)
  useCarrier(null)
  useGeocoder(null)
}
