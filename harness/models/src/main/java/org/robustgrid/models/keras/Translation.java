package org.robustgrid.models.keras;

import java.util.List;

/** How a layer becomes nodes of ONNX. */
@FunctionalInterface
interface Translation {

  KerasValue translate(KerasGraph graph, KerasLayer layer, List<KerasValue> inputs);
}
