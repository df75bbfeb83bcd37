export { Glossary, type GlossaryProps } from './Glossary'
