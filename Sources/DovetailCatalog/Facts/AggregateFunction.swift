/// An aggregate function, named as its GraphQL field.
package enum AggregateFunction: String, Sendable, Hashable, CaseIterable {
  case count
  case sum
  case avg
  case max
  case min
  case stddev
  case stddevPop = "stddev_pop"
  case stddevSamp = "stddev_samp"
  case varPop = "var_pop"
  case varSamp = "var_samp"
  case variance
  case boolAnd = "bool_and"
  case boolOr = "bool_or"
  case corr
  case covarSamp = "covar_samp"
}
