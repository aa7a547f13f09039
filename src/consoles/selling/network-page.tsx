// The network, with what each node has and what it has to do.
import { Link } from '@tanstack/react-router'
import type { Node } from '../../modules/places/contract.ts'
import { Network } from '../../modules/places/screens/desk-network.tsx'
import { placesWords } from '../../modules/places/screens/places-words.ts'
import { NodeQueue } from '../../modules/orders/screens/desk-node-queue.tsx'
import { NodeStock } from '../../modules/stock/screens/desk-node-stock.tsx'
import { Icon } from '../../web/kit/icons.tsx'
import { useWords } from '../../web/words/use-words.ts'

export default function NetworkPage() {
  return <Network more={(node) => <More node={node} />} />
}

function More({ node }: { node: Node }) {
  const t = useWords(placesWords)
  const all = (
    <Link
      to="/orders"
      search={{ node: node.id } as never}
      className="link inline-flex min-h-10 sm:min-h-8 items-center"
    >
      {t('all_orders')}
    </Link>
  )
  return (
    <>
      <NodeQueue node_id={node.id} all={all} />
      <NodeStock node_id={node.id} />
      {node.kind === 'store' && (
        <a className="link inline-flex min-h-11 items-center gap-2" href={`/stores/${node.id}`}>
          <Icon name="store" size={18} /> {t('store_page')}
        </a>
      )}
    </>
  )
}
