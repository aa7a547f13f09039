import { answer, command } from '../../platform/route.ts'
import { add, askRange, change, replay, rotate, setState, test } from './commands.ts'
import * as api from './contract.ts'
import { deliveries, endpoints, wholeDelivery, wholeEndpoint } from './queries.ts'

export const routes = [
  answer(api.listEndpoints, endpoints),
  answer(api.getEndpoint, wholeEndpoint),
  command(api.addEndpoint, add),
  command(api.changeEndpoint, change),
  command(api.rotateSecret, rotate),
  command(api.setEndpointState, setState),
  command(api.testEndpoint, test),
  command(api.replayRange, askRange),
  answer(api.listDeliveries, deliveries),
  answer(api.getDelivery, wholeDelivery),
  command(api.replayDelivery, replay),
]
