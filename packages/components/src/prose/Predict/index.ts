export { Predict, type PredictProps } from './Predict'
