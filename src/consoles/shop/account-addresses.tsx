// Kept addresses: the default one, adding, removing.
import { useState } from 'react'
import { type Address, changeAddress, listAddresses, removeAddress } from '../../modules/people/contract.ts'
import { useCall } from '../../web/command.ts'
import { Badge } from '../../web/kit/badge.tsx'
import { Button } from '../../web/kit/button.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../web/kit/states.tsx'
import { useWords } from '../../web/words/use-words.ts'
import { accountWords } from './account-words.ts'
import { AddressForm } from './checkout-address.tsx'
import { useRead } from './read.ts'

export function Addresses() {
  const t = useWords(accountWords)
  const read = useRead(listAddresses, {})
  const [adding, setAdding] = useState(false)
  const done = () => {
    setAdding(false)
    read.reload()
  }
  return (
    <section aria-labelledby="addresses" className="card p-5 md:col-span-2">
      <h2 id="addresses" className="pb-2 text-18">
        {t('addresses')}
      </h2>
      {read.problem && !read.data && <ErrorState problem={read.problem} onRetry={read.reload} />}
      {/* As high as the answer of most: none yet. */}
      {!read.data && !read.problem && <SkeletonRows rows={1} className="h-6" />}
      {read.data?.items.length === 0 && <p className="text-ink-soft">{t('addresses_none')}</p>}
      <ul className="divide-y divide-line">
        {read.data?.items.map((address) => (
          <Row key={address.id} address={address} onChanged={read.reload} />
        ))}
      </ul>
      {adding ? (
        <div className="pt-3">
          <AddressForm onSaved={done} onWritten={done} always_save />
        </div>
      ) : (
        <p className="pt-2">
          <Button look="secondary" icon="plus" onClick={() => setAdding(true)}>
            {t('add_address')}
          </Button>
        </p>
      )}
    </section>
  )
}

function Row({ address, onChanged }: { address: Address; onChanged: () => void }) {
  const t = useWords(accountWords)
  const change = useCall(changeAddress, onChanged)
  const remove = useCall(removeAddress, onChanged)
  const { id, is_default, ...fields } = address
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
      <p className="min-w-0 grow">
        <span className="font-mid" translate="no">
          {address.recipient}
        </span>{' '}
        <span className="num text-ink-soft">{address.phone}</span>{' '}
        {is_default && <Badge tone="lit">{t('default')}</Badge>}
        <span className="block text-ink-soft" translate="no">
          {address.line}
        </span>
      </p>
      {!is_default && (
        <Button
          look="quiet"
          pending={change.pending}
          onClick={() => change.run({ ...fields, address_id: id, is_default: true })}
        >
          {t('make_default')}
        </Button>
      )}
      <Button
        look="quiet"
        aria-label={t('remove_of', { line: address.line })}
        pending={remove.pending}
        onClick={() => remove.run({ address_id: id })}
      >
        {t('remove')}
      </Button>
      <Refusal problem={change.problem ?? remove.problem} />
    </li>
  )
}
