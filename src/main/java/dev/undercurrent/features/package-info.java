/**
 * What the model looks at: declared features, their raw values per scored unit
 * ({@link dev.undercurrent.features.FeatureVector}), and the transforms fitted on a training sample that turn raw
 * values into a network's input and its output back into values.
 */
@NullMarked
package dev.undercurrent.features;

import org.jspecify.annotations.NullMarked;
