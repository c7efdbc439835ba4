// Run by build.py in a folder with the unpacked packages and plan.json; leaves bundle.js and parts.json there.
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { parse } from 'acorn';

const plan = JSON.parse(readFileSync('plan.json', 'utf8'));
const unedited = new Set(Object.keys(plan.edits));

function visit(node, act) {
    act(node);
    for (const part of Object.values(node).flat()) if (part && typeof part.type === 'string') visit(part, act);
}

function withoutDescriptions(source) {
    const cuts = [];
    visit(parse(source, { ecmaVersion: 'latest', allowReturnOutsideFunction: true }), (node) => {
        if (node.type !== 'ObjectExpression') return;
        node.properties.forEach((property, i, all) => {
            if (property.key?.name !== 'description' || property.value.type === 'ObjectExpression') return;
            const isLast = i === all.length - 1;
            if (isLast) cuts.push([i ? all[i - 1].end : property.start, node.end - 1]);
            else cuts.push([property.start, all[i + 1].start]);
        });
    });
    let kept = '';
    let at = 0;
    for (const [start, end] of cuts.sort((a, b) => a[0] - b[0])) {
        if (start > at) kept += source.slice(at, start);
        at = Math.max(at, end);
    }
    return kept + source.slice(at);
}

function edited(path) {
    let source = readFileSync(path, 'utf8');
    for (const [file, changes] of Object.entries(plan.edits)) {
        if (!path.replaceAll('\\', '/').endsWith('/plotly.js/' + file)) continue;
        unedited.delete(file);
        for (const [old, now] of Object.entries(changes)) {
            if (source.split(old).length !== 2) throw new Error(`${file}: wanted exactly once: ${old}`);
            source = source.replace(old, () => now);
        }
    }
    return withoutDescriptions(source);
}

const lean = {
    name: 'lean',
    setup(on) {
        on.onResolve({ filter: /./ }, ({ path }) => (path in plan.stubs ? { path, namespace: 'stub' } : undefined));
        on.onLoad({ filter: /./, namespace: 'stub' }, ({ path }) => ({ contents: plan.stubs[path] }));
        on.onLoad({ filter: /plotly\.js[\\/]src[\\/].*\.js$/ }, ({ path }) => ({ contents: edited(path) }));
    },
};
const traces = plan.traces.map((name) => `require('plotly.js/lib/${name}')`).join();
const contents = `const Plotly = require('plotly.js/lib/core'); Plotly.register([${traces}]); module.exports = Plotly;`;
const { metafile } = await build({
    stdin: { contents, resolveDir: '.' }, outfile: 'bundle.js', bundle: true, metafile: true, minify: true,
    format: 'iife', globalName: 'Plotly', target: 'es2022', charset: 'utf8', legalComments: 'none', plugins: [lean],
    banner: { js: plan.banner }, define: { global: 'window', 'define.amd': 'false' },
});
if (unedited.size) throw new Error(`not in plotly.js ${plan.version} any more: ${[...unedited].join()}`);
writeFileSync('parts.json', JSON.stringify(metafile.outputs['bundle.js'].inputs));
