// What I proposed and how it stands.
import { ChangeList } from '../../modules/control/screens/desk-inbox.tsx'

export default function MinePage() {
  return <ChangeList mine />
}
