// The same for control.
import { listMarginsControl } from '../contract-books.ts'
import { Margins } from './desk-margins.tsx'

export default function ControlMarginsPage() {
  return <Margins of={listMarginsControl} />
}
