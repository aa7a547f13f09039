// One actor a role, for tests that ask what each role may do.
import {
  type Actor,
  type Permission,
  type Role,
  type Scope,
  anonymous,
  roles,
} from '../src/platform/access.ts'
import { type Id, newId } from '../src/platform/types.ts'

export const roleNames = Object.keys(roles) as Role[]
const nowhere: Scope = { nodes: [], cities: [], brands: [] }

type Given = Partial<Scope> & { person_id?: Id; party_id?: Id }

/** A person with this role and nothing else; what `scope` leaves out, the role does not reach. */
export function actorFor(role: Role, { person_id, party_id, ...scope }: Given = {}): Actor {
  return {
    person_id: person_id ?? newId(),
    party_id: party_id ?? newId(),
    name: role,
    roles: [role],
    permissions: new Set<Permission>(roles[role]),
    scope: { ...nowhere, ...scope },
    visitor_id: null,
  }
}

/** Every role, and who has none. */
export const actorsOfAllRoles = (given: Given = {}): Record<string, Actor> => ({
  anonymous,
  ...Object.fromEntries(roleNames.map((role) => [role, actorFor(role, given)])),
})
