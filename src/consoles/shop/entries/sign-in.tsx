// Hydrates /sign-in.
import { hydratePage } from '../../../web/hydrate.tsx'
import { SignInPage } from '../sign-in-page.tsx'

hydratePage(SignInPage)
