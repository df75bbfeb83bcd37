export { ComplexityComparison, type ComplexityComparisonProps } from './ComplexityComparison'
