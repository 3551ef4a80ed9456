package org.robustgrid.architectures;

import java.util.List;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureDescriptor;
import org.robustgrid.spi.network.ArchitectureProvider;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.TensorNames;

/**
 * Provides {@code vit}: a vision transformer with a class token, learnt positions, layer norm first
 * and exact GELU. ViT-B/16 for ImageNet has patch 16, width 768, depth 12 and 12 heads: 86,567,656
 * parameters with a thousand classes.
 */
public final class VitProvider implements ArchitectureProvider {

  private static final String ID = "vit";

  private static final Parameter<Integer> HEADS =
      Parameter.integer("heads", 3, "number of attention heads; a divisor of the width")
          .atLeast(1)
          .atMost(1024);

  private static final Parameter<Integer> HIDDEN =
      Parameter.integer("hidden", 0, "hidden width of the perceptrons; 0: four times the width")
          .atLeast(0)
          .atMost(262_144);

  private static final ArchitectureDescriptor DESCRIPTOR =
      ArchitectureDescriptor.builder(ID, "Vision transformer.")
          .citation("Dosovitskiy et al.: An Image is Worth 16x16 Words, 2021")
          .parameters(Patches.PATCH, Patches.WIDTH, Patches.DEPTH, HEADS, HIDDEN, Patches.EPSILON)
          .build();

  @Override
  public ArchitectureDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public Architecture create(Parameters parameters) {
    int width = parameters.get(Patches.WIDTH);
    int heads = parameters.get(HEADS);
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "parameter 'heads': expected a divisor of the width " + width + ", but is " + heads);
    }
    return new ModuleArchitecture(
        request -> new Builder(parameters, request).build(parameters), VitProvider::namings);
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    Patches.requireTiles(ID, data.inputShape(), parameters.get(Patches.PATCH));
  }

  private static List<TensorNames> namings(ModuleSketch sketch) {
    return List.of(sketch.names("timm"), sketch.names("torchvision", VitProvider::ofTorchvision));
  }

  private static String ofTorchvision(String name) {
    return name.replaceFirst("^cls_token$", "class_token")
        .replaceFirst("^pos_embed$", "encoder.pos_embedding")
        .replaceFirst("^patch_embed\\.proj", "conv_proj")
        .replaceFirst("^norm\\.", "encoder.ln.")
        .replaceFirst("^head\\.", "heads.head.")
        .replaceFirst("^blocks\\.", "encoder.layers.encoder_layer_")
        .replaceFirst("\\.norm(\\d)\\.", ".ln_$1.")
        .replace(".attn.qkv.", ".self_attention.in_proj_")
        .replace(".attn.proj.", ".self_attention.out_proj.")
        .replace(".mlp.fc1.", ".mlp.0.")
        .replace(".mlp.fc2.", ".mlp.3.");
  }

  private static final class Builder {
    private final ModuleSketch sketch;
    private final int width;
    private final int heads;
    private final int hidden;
    private final double epsilon;

    Builder(Parameters parameters, ArchitectureRequest request) {
      Patches.requireTiles(ID, request.inputShape(), parameters.get(Patches.PATCH));
      this.sketch = new ModuleSketch(request);
      this.width = parameters.get(Patches.WIDTH);
      this.heads = parameters.get(HEADS);
      this.hidden = parameters.get(HIDDEN) == 0 ? 4 * width : parameters.get(HIDDEN);
      this.epsilon = parameters.get(Patches.EPSILON);
    }

    ModuleSketch build(Parameters parameters) {
      Patches.embed(
          sketch, "patch_embed.proj", parameters.get(Patches.PATCH), width, Initial.NORMAL_02);
      String patches = sketch.last();
      long tokens = sketch.shape()[0] + 1;
      sketch.array("cls_token", new long[] {1, width}, 0, 0.02, 1, 1, width);
      long[] sequence = {tokens, width};
      sketch.operator("tokens", "join", List.of("0"), sequence, "cls_token", patches);
      String joined = sketch.last();
      sketch.array("pos_embed", sequence, 0, 0.02, 1, tokens, width);
      sketch.operator("positions", "add", List.of(), sequence, joined, "pos_embed");
      for (int block = 0; block < parameters.get(Patches.DEPTH); block++) {
        block("blocks." + block);
      }
      sketch.view("token", List.of("slice 0 0 1 1"), 1, width);
      sketch.layerNorm("norm", epsilon).view("flat", List.of("reshape " + width), width);
      return sketch.output("head", Initial.NORMAL_02);
    }

    private void block(String name) {
      String input = sketch.last();
      sketch.layerNorm(name + ".norm1", epsilon);
      attention(name + ".attn");
      String middle = sketch.sum(name + ".add1", sketch.last(), input).last();
      sketch.layerNorm(name + ".norm2", epsilon);
      Patches.perceptron(sketch, name + ".mlp", hidden, Initial.NORMAL_02);
      sketch.sum(name + ".add2", sketch.last(), middle);
    }

    /** softmax(Q Kᵀ/√d) V of every head (Vaswani et al. 2017). */
    private void attention(String name) {
      long tokens = sketch.shape()[0];
      long size = width / heads;
      String all = sketch.tokenDense(name + ".qkv", 3L * width, Initial.NORMAL_02).last();
      long[] rows = {heads, tokens, size};
      String queries = part(name + ".queries", all, 0, "permute 1 0 2", rows);
      double scale = 1 / Math.sqrt(size);
      List<String> line = List.of("line", Double.toString(scale), "0");
      String scaled = sketch.operator(name + ".scaled", "map", line, rows, queries).last();
      long[] columns = {heads, size, tokens};
      String keys = part(name + ".keys", all, 1, "permute 1 2 0", columns);
      String values = part(name + ".values", all, 2, "permute 1 0 2", rows);
      long[] square = {heads, tokens, tokens};
      sketch.operator(name + ".scores", "product", List.of(), square, scaled, keys);
      String weights = name + ".softmax";
      sketch.operator(weights, "softmax", List.of("2"), square, sketch.last());
      sketch.operator(name + ".mixed", "product", List.of(), rows, weights, values);
      List<String> merged = List.of("permute 1 0 2", "reshape " + tokens + " " + width);
      sketch.view(name + ".merged", merged, tokens, width);
      sketch.tokenDense(name + ".proj", width, Initial.NORMAL_02);
    }

    private String part(String name, String all, int index, String order, long[] shape) {
      long tokens = sketch.after(all).shape()[0];
      String heads = tokens + " " + this.heads + " " + width / this.heads;
      List<String> steps =
          List.of(
              "reshape " + tokens + " 3 " + width,
              "slice 1 " + index + " 1 1",
              "reshape " + heads,
              order);
      return sketch.view(name, steps, shape).last();
    }
  }
}
