package org.robustgrid.models.graph;

/** What a node of a file's graph reads or writes. */
public sealed interface Operand permits HostTensor, SampleValue {

  Dims dims();

  default int rank() {
    return dims().rank();
  }
}
