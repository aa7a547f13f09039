// Prints every breach of the walls, and rooms of the plan that nobody has built.
import { findBreaches } from './walls.ts'
import { emptyPlans, readHouse } from './walls-read.ts'

const house = readHouse('.')
const breaches = findBreaches(house)
for (const room of emptyPlans(house)) breaches.push(`src/house.json: room ${room} is planned, but empty`)
for (const breach of breaches) console.error(breach)
process.exit(breaches.length === 0 ? 0 : 1)
