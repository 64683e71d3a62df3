export { createOperator, type Operator, type OperatorDeps, type Vitals } from './operator.ts';
export { createOperatorRoutes } from './routes.ts';
