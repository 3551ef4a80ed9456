/**
 * Training: keyed shuffling and augmentation, schedules, Deeplearning4j's updaters on the flat
 * parameter vector, and a checkpoint after every epoch. A training that is killed and called again
 * ends with the same weights, bit by bit.
 */
package org.robustgrid.engine.training;
